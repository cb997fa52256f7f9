package io.atalaya.access;

import java.util.Locale;

/**
 * What a caller may do. No role includes another, but that whoever may do anything may read.
 *
 * <p>The wire names are the constants' names in lower case.
 */
public enum Role {
  /** See figures, references and cached answers. */
  READ,
  /** Add data: events and cached answers. */
  WRITE,
  /** Change what Atalaya does with data: references, invalidations, changes of models. */
  OPERATE;

  /** The name in configurations and documents. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.atalaya.access;

import java.util.Set;

/**
 * Whoever sends a request.
 *
 * @param subject what is known of the caller's name; of a verified token its subject
 * @param roles what the caller may do
 */
public record Caller(String subject, Set<Role> roles) {

  /** A caller of whom nothing is known, who may do nothing but what is open to all. */
  public static final Caller ANONYMOUS = new Caller("anonymous", Set.of());

  /**
   * @throws IllegalArgumentException if the subject is blank
   */
  public Caller {
    if (subject.isBlank()) {
      throw new IllegalArgumentException("subject: is blank: name the caller");
    }
    roles = Set.copyOf(roles);
  }

  /** Whether the caller may do what needs {@code role}. */
  public boolean may(Role role) {
    return roles.contains(role) || (role == Role.READ && !roles.isEmpty());
  }
}

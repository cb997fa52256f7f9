/** Texts about products, put together from templates, and how they go wrong. */
@NullMarked
package io.atalaya.demo.texts;

import org.jspecify.annotations.NullMarked;

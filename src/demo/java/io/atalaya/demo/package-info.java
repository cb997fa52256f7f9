/** The demonstration: a real model, served and watched while the world changes. */
@NullMarked
package io.atalaya.demo;

import org.jspecify.annotations.NullMarked;

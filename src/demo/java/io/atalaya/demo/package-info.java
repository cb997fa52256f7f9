/** The demonstration: real models, served and watched while the world changes. */
@NullMarked
package io.atalaya.demo;

import org.jspecify.annotations.NullMarked;

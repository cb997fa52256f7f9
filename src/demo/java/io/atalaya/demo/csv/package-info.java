/** The data of the demonstration, as text. */
@NullMarked
package io.atalaya.demo.csv;

import org.jspecify.annotations.NullMarked;

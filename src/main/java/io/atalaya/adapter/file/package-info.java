/** References from files of rows: CSV and JSON Lines, of any length in bounded memory. */
@NullMarked
package io.atalaya.adapter.file;

import org.jspecify.annotations.NullMarked;

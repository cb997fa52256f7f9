/** Notebooks: studies of real data that end in a report, each run by one command. */
@NullMarked
package io.atalaya.notebook;

import org.jspecify.annotations.NullMarked;

/** What the viewer sees: figures, signals and progress as text. */
@NullMarked
package io.atalaya.demo.terminal;

import org.jspecify.annotations.NullMarked;

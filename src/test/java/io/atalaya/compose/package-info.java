/** {@code compose.yaml} and the files beside it, as far as they can be held to something here. */
@NullMarked
package io.atalaya.compose;

import org.jspecify.annotations.NullMarked;

/** How fast generative models are, what they use, and what their texts are worth. */
@NullMarked
package io.atalaya.generation;

import org.jspecify.annotations.NullMarked;

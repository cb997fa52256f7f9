/** Tests with a real sentence-transformer, and of the threads that score. */
@NullMarked
package io.atalaya.adapter.onnx;

import org.jspecify.annotations.NullMarked;

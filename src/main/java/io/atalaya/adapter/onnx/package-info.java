/** Sentence embeddings with ONNX Runtime, and the threads that score texts with them. */
@NullMarked
package io.atalaya.adapter.onnx;

import org.jspecify.annotations.NullMarked;

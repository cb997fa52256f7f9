/** ONNX models at work: ONNX Runtime, and what a model is given. */
@NullMarked
package io.atalaya.quantization.inference;

import org.jspecify.annotations.NullMarked;

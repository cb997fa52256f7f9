/** INT8 quantization of ONNX models: what is quantized, how, and which nodes had better not be. */
@NullMarked
package io.atalaya.quantization;

import org.jspecify.annotations.NullMarked;

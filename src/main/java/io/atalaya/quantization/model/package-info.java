/** ONNX models as files and graphs: read, checked, brought up to date, written. */
@NullMarked
package io.atalaya.quantization.model;

import org.jspecify.annotations.NullMarked;

/** Trains the demand model and exports it to ONNX. */
@NullMarked
package io.atalaya.demo.train;

import org.jspecify.annotations.NullMarked;

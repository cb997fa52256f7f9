/** A caching front for the Open Inference Protocol (KServe V2) over HTTP. */
@NullMarked
package io.atalaya.adapter.inference;

import org.jspecify.annotations.NullMarked;

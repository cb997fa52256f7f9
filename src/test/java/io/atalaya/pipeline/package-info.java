/** The whole pipeline between a real broker and its metrics, against figures computed elsewhere. */
@NullMarked
package io.atalaya.pipeline;

import org.jspecify.annotations.NullMarked;

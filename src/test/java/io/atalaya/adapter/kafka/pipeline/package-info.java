/** The wire forms and positions of the stages. */
@NullMarked
package io.atalaya.adapter.kafka.pipeline;

import org.jspecify.annotations.NullMarked;

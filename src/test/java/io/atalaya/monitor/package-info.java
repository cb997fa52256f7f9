/** Both stages without Kafka. */
@NullMarked
package io.atalaya.monitor;

import org.jspecify.annotations.NullMarked;

/** The decoder against the rules of the contract. */
@NullMarked
package io.atalaya.adapter.kafka.decode;

import org.jspecify.annotations.NullMarked;

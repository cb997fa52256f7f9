/** The inference service: answers, and publishes what it answered and what came true. */
@NullMarked
package io.atalaya.demo.serve;

import org.jspecify.annotations.NullMarked;

/** The inference services: they answer, and publish what they answered and what came of it. */
@NullMarked
package io.atalaya.demo.serve;

import org.jspecify.annotations.NullMarked;

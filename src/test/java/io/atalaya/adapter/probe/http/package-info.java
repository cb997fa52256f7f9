/** Tests of {@link io.atalaya.adapter.probe.http}. */
@NullMarked
package io.atalaya.adapter.probe.http;

import org.jspecify.annotations.NullMarked;

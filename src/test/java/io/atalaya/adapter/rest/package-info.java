/** Tests of {@link io.atalaya.adapter.rest}. */
@NullMarked
package io.atalaya.adapter.rest;

import org.jspecify.annotations.NullMarked;

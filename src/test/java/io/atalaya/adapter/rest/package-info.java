/** Tests of the HTTP interface. */
@NullMarked
package io.atalaya.adapter.rest;

import org.jspecify.annotations.NullMarked;

/** The HTTP interface: events in, problems said as RFC 9457 has it. */
@NullMarked
package io.atalaya.adapter.rest;

import org.jspecify.annotations.NullMarked;

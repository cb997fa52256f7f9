/** The history of answers in PostgreSQL, in a schema of its own, by day. */
@NullMarked
package io.atalaya.adapter.postgres;

import org.jspecify.annotations.NullMarked;

/** Who may do what through HTTP, how often, and what is kept of it for an audit. */
@NullMarked
package io.atalaya.access;

import org.jspecify.annotations.NullMarked;

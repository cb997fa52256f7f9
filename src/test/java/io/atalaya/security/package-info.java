/** Tests of the running service against callers who mean it harm. */
@NullMarked
package io.atalaya.security;

import org.jspecify.annotations.NullMarked;

/** The packaged service against servers that demand TLS, a user and rights. */
@NullMarked
package io.atalaya.secured;

import org.jspecify.annotations.NullMarked;

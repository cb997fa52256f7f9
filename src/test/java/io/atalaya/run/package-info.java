/** The packaged service, as its users start it. */
@NullMarked
package io.atalaya.run;

import org.jspecify.annotations.NullMarked;

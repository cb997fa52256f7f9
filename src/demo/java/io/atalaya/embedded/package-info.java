/** Real servers for the demonstration and the tests, started and stopped by code. */
@NullMarked
package io.atalaya.embedded;

import org.jspecify.annotations.NullMarked;

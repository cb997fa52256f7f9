/** Alert rules and notifications, held to the programs that will run them. */
@NullMarked
package io.atalaya.alerts;

import org.jspecify.annotations.NullMarked;

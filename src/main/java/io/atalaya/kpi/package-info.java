/** Business figures. */
@NullMarked
package io.atalaya.kpi;

import org.jspecify.annotations.NullMarked;

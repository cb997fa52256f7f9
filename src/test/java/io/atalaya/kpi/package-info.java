/** Business figures against their formulas. */
@NullMarked
package io.atalaya.kpi;

import org.jspecify.annotations.NullMarked;

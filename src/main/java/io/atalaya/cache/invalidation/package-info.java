/** When cached predictions are no longer to be used: the policy, and what it announces. */
@NullMarked
package io.atalaya.cache.invalidation;

import org.jspecify.annotations.NullMarked;

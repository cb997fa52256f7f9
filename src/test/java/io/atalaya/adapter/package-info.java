/** What the tests of several adapters show. */
@NullMarked
package io.atalaya.adapter;

import org.jspecify.annotations.NullMarked;

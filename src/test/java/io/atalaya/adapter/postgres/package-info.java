@NullMarked
package io.atalaya.adapter.postgres;

import org.jspecify.annotations.NullMarked;

/** How reports look as a page, and the ways that they go out by: mail and webhook. */
@NullMarked
package io.atalaya.adapter.report;

import org.jspecify.annotations.NullMarked;

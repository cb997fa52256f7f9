/** What strategies of a prediction cache save, on made and on recorded traffic. */
@NullMarked
package io.atalaya.notebook.caching;

import org.jspecify.annotations.NullMarked;

/** What the build leaves for others: the recipes of images, and the bill of materials. */
@NullMarked
package io.atalaya.image;

import org.jspecify.annotations.NullMarked;

/** Sessions in an online shop: the data, the model that foresees purchases, and the events. */
@NullMarked
package io.atalaya.demo.shop;

import org.jspecify.annotations.NullMarked;

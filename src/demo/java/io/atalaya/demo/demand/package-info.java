/** Bike demand by the hour: the data, and the model that forecasts it. */
@NullMarked
package io.atalaya.demo.demand;

import org.jspecify.annotations.NullMarked;

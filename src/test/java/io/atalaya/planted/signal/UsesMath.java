package io.atalaya.planted.signal;

import org.apache.commons.math3.util.FastMath;

final class UsesMath {

  private UsesMath() {}

  static double sine(double x) {
    return FastMath.sin(x);
  }
}

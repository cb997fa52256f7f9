package io.atalaya.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** What callers are told apart by who show no token. */
final class CallerAddress {

  /** Of an IPv6 address, the bytes that name the network: a host has all of those after them. */
  private static final int NETWORK_BYTES = 8;

  private CallerAddress() {}

  /**
   * An IPv4 address as it is, of an IPv6 address its /64 network, since one host has 2<sup>64</sup>
   * addresses (RFC 4291); what is no address as it is.
   */
  static String network(String address) {
    try {
      int zone = address.indexOf('%');
      InetAddress literal = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
      return literal instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(literal.getAddress(), NETWORK_BYTES)) + "/64"
          : literal.getHostAddress();
    } catch (IllegalArgumentException named) {
      return address;
    }
  }
}

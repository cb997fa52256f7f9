package io.atalaya.planted.signal;

import java.util.concurrent.CompletableFuture;

final class UsesCommonPool {

  private UsesCommonPool() {}

  static CompletableFuture<Integer> supply() {
    return CompletableFuture.supplyAsync(() -> 1);
  }

  static CompletableFuture<Void> run() {
    return CompletableFuture.runAsync(() -> {});
  }
}

package io.atalaya.planted.signal;

import io.atalaya.planted.bootstrap.Wiring;

record UsesBootstrap(Wiring wiring) {}

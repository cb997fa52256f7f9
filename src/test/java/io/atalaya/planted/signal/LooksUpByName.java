package io.atalaya.planted.signal;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ServiceLoader;

abstract class LooksUpByName {

  Class<?> byName(String name) throws ClassNotFoundException {
    return Class.forName(name);
  }

  Class<?> byLoader(ClassLoader loader, String name) throws ClassNotFoundException {
    return loader.loadClass(name);
  }

  MethodHandles.Lookup byHandle() {
    return MethodHandles.lookup();
  }

  ServiceLoader<Runnable> byService() {
    return ServiceLoader.load(Runnable.class);
  }

  abstract Method byMethod();
}

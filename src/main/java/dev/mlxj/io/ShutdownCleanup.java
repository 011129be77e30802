package dev.mlxj.io;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What must not be left behind when the process is told to end by SIGINT or SIGTERM. The exit code
 * stays the system's (130, 143): a shutdown hook does not change it.
 */
final class ShutdownCleanup {
    private static final Set<Runnable> ACTIONS = new LinkedHashSet<>();

    /** Sections share it; the hook takes it for itself and keeps it. */
    private static final ReentrantReadWriteLock SECTIONS = new ReentrantReadWriteLock();

    private static boolean hooked;

    private ShutdownCleanup() {}

    /** Steps that belong together: the process does not end between them. */
    static final class Section implements AutoCloseable {
        private Section() {}

        @Override
        public void close() {
            SECTIONS.readLock().unlock();
        }
    }

    /**
     * Begins a section, to be closed soon. If the process is ending already it waits for that: an
     * exception would only be reported as an error that is none.
     */
    static Section section() {
        hook();
        SECTIONS.readLock().lock();
        return new Section();
    }

    /** Before anything is made that would have to be deleted. */
    private static synchronized void hook() {
        if (hooked) {
            return;
        }
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(ShutdownCleanup::run));
            hooked = true;
        } catch (IllegalStateException e) {
            awaitHalt();
        }
    }

    private static void awaitHalt() {
        while (true) {
            LockSupport.park();
        }
    }

    /**
     * Runs the action when the process ends, unless it is removed before; the last one first.
     * Within a section.
     */
    static void add(Runnable action) {
        synchronized (ACTIONS) {
            ACTIONS.add(action);
        }
    }

    static void remove(Runnable action) {
        synchronized (ACTIONS) {
            ACTIONS.remove(action);
        }
    }

    private static void run() {
        SECTIONS.writeLock().lock();
        List<Runnable> actions;
        synchronized (ACTIONS) {
            actions = List.copyOf(ACTIONS);
        }
        actions.reversed().forEach(Runnable::run);
    }
}

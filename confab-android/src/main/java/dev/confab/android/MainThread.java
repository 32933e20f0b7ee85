package dev.confab.android;

import android.os.Handler;
import android.os.Looper;
import java.util.concurrent.Executor;

/** Runs tasks on the main thread, in the order in which they are given; never at once, also when it is called there. */
final class MainThread implements Executor {

    static final Executor EXECUTOR = new MainThread();

    private final Handler queue = new Handler(Looper.getMainLooper());

    private MainThread() {}

    @Override
    public void execute(Runnable task) {
        queue.post(task);
    }
}

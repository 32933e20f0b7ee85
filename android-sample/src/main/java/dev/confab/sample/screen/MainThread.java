package dev.confab.sample.screen;

import android.os.Handler;
import android.os.Looper;
import android.os.SystemClock;
import dev.confab.sample.chat.Ticker;
import java.util.concurrent.Executor;

/** The thread of all screens: runs what presenters do, and their timers. */
final class MainThread implements Executor, Ticker {

    private final Handler handler = new Handler(Looper.getMainLooper());

    @Override
    public void execute(Runnable task) {
        handler.post(task);
    }

    @Override
    public long nowMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public Timer after(long millis, Runnable task) {
        // A token of its own, so that cancelling takes back this task and not another one that is equal.
        Object token = new Object();
        handler.postAtTime(task, token, SystemClock.uptimeMillis() + millis);
        return () -> handler.removeCallbacksAndMessages(token);
    }
}

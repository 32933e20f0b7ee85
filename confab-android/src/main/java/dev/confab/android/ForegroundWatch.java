package dev.confab.android;

import android.app.Activity;
import android.app.Application;
import android.os.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the application comes to the foreground: its first activity is started. One that is only made anew, because the device was
 * turned, does not count.
 *
 * <p>The framework's own callbacks, so that nobody needs androidx.lifecycle for this.
 */
final class ForegroundWatch implements Application.ActivityLifecycleCallbacks, AutoCloseable {

    private final Application application;
    private final Runnable foreground;
    private int started;
    private boolean recreating;

    private ForegroundWatch(Application application, Runnable foreground) {
        this.application = application;
        this.foreground = foreground;
    }

    /**
     * Begins to watch. Activities that run already are not seen: call it in {@code Application.onCreate}.
     *
     * @param application this one
     * @param foreground is called on the main thread
     * @return closes to end it
     */
    static ForegroundWatch start(Application application, Runnable foreground) {
        ForegroundWatch watch = new ForegroundWatch(application, foreground);
        application.registerActivityLifecycleCallbacks(watch);
        return watch;
    }

    @Override
    public void onActivityStarted(Activity activity) {
        started++;
        if (started == 1 && !recreating) foreground.run();
        recreating = false;
    }

    @Override
    public void onActivityStopped(Activity activity) {
        // Those that ran before the watch was started are not in the count.
        if (started > 0) started--;
        if (started == 0) recreating = activity.isChangingConfigurations();
    }

    @Override
    public void close() {
        application.unregisterActivityLifecycleCallbacks(this);
    }

    @Override
    public void onActivityCreated(Activity activity, @Nullable Bundle state) {}

    @Override
    public void onActivityResumed(Activity activity) {}

    @Override
    public void onActivityPaused(Activity activity) {}

    @Override
    public void onActivitySaveInstanceState(Activity activity, Bundle state) {}

    @Override
    public void onActivityDestroyed(Activity activity) {}
}

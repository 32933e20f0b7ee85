package dev.confab.android;

import static org.junit.Assert.assertEquals;

import android.app.Activity;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;

@RunWith(RobolectricTestRunner.class)
public class ForegroundWatchTest {

    private final AtomicInteger told = new AtomicInteger();

    @Test
    public void tellsTheFirstActivityAndEachComingBack() {
        watch();
        try (ActivityController<Activity> first = Robolectric.buildActivity(Activity.class);
                ActivityController<Activity> second = Robolectric.buildActivity(Activity.class)) {
            first.create().start();
            assertEquals(1, told.get());
            // From one screen to the next.
            second.create().start();
            first.stop();
            assertEquals(1, told.get());
            second.stop();
            second.restart();
            assertEquals(2, told.get());
        }
    }

    @Test
    public void endsWhenItIsClosed() {
        watch().close();
        try (ActivityController<Activity> screen = Robolectric.buildActivity(Activity.class)) {
            screen.create().start();
            assertEquals(0, told.get());
        }
    }

    @Test
    public void aTurnOfTheDeviceIsNoComingBack() {
        watch();
        try (ActivityController<Activity> screen = Robolectric.buildActivity(Activity.class)) {
            screen.setup();
            screen.recreate();
            assertEquals(1, told.get());
            screen.pause().stop();
            screen.restart();
            assertEquals(2, told.get());
        }
    }

    /** Ends with the application that Robolectric makes for each test. */
    private ForegroundWatch watch() {
        return ForegroundWatch.start(RuntimeEnvironment.getApplication(), told::incrementAndGet);
    }
}

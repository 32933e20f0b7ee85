package dev.confab.sample.screen;

import android.content.res.Configuration;
import android.view.View;
import android.view.Window;
import androidx.core.graphics.Insets;
import androidx.core.view.ViewCompat;
import androidx.core.view.WindowCompat;
import androidx.core.view.WindowInsetsCompat;
import androidx.core.view.WindowInsetsControllerCompat;

/** Draws to the edges of the display, and keeps what is read and touched out of the way of bars, cutouts and keyboard. */
final class Edges {

    private Edges() {}

    /**
     * @param root everything
     * @param top gets room for the status bar
     * @param bottom gets room for the navigation bar or the keyboard
     */
    static void apply(Window window, View root, View top, View bottom) {
        WindowCompat.setDecorFitsSystemWindows(window, false);
        int night = root.getResources().getConfiguration().uiMode & Configuration.UI_MODE_NIGHT_MASK;
        WindowInsetsControllerCompat bars = WindowCompat.getInsetsController(window, root);
        bars.setAppearanceLightStatusBars(night != Configuration.UI_MODE_NIGHT_YES);
        bars.setAppearanceLightNavigationBars(night != Configuration.UI_MODE_NIGHT_YES);
        int topPadding = top.getPaddingTop();
        int bottomPadding = bottom.getPaddingBottom();
        ViewCompat.setOnApplyWindowInsetsListener(root, (view, insets) -> {
            int kinds = WindowInsetsCompat.Type.systemBars()
                    | WindowInsetsCompat.Type.displayCutout()
                    | WindowInsetsCompat.Type.ime();
            Insets edges = insets.getInsets(kinds);
            view.setPadding(edges.left, 0, edges.right, 0);
            top.setPadding(top.getPaddingLeft(), topPadding + edges.top, top.getPaddingRight(), top.getPaddingBottom());
            bottom.setPadding(
                    bottom.getPaddingLeft(),
                    bottom.getPaddingTop(),
                    bottom.getPaddingRight(),
                    bottomPadding + edges.bottom);
            return WindowInsetsCompat.CONSUMED;
        });
    }
}

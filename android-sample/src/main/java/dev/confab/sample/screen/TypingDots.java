package dev.confab.sample.screen;

import android.animation.ValueAnimator;
import android.content.Context;
import android.graphics.Canvas;
import android.graphics.Paint;
import android.util.AttributeSet;
import android.view.View;
import android.view.animation.LinearInterpolator;
import com.google.android.material.color.MaterialColors;
import org.jspecify.annotations.Nullable;

/** Three dots in a bubble, one after the other a little brighter. Stands still where animations are switched off. */
public final class TypingDots extends View {

    private static final int DOTS = 3;
    private static final long CYCLE_MILLIS = 1200;
    private static final float DIM = 0.35f;

    private final Paint paint = new Paint(Paint.ANTI_ALIAS_FLAG);
    private final ValueAnimator animator = ValueAnimator.ofFloat(0, DOTS);

    /** Made from a layout. */
    public TypingDots(Context context, @Nullable AttributeSet attributes) {
        super(context, attributes);
        paint.setColor(MaterialColors.getColor(this, com.google.android.material.R.attr.colorOnSurfaceVariant));
        setBackground(Bubbles.agent(context, true));
        animator.setDuration(CYCLE_MILLIS);
        animator.setRepeatCount(ValueAnimator.INFINITE);
        animator.setInterpolator(new LinearInterpolator());
        animator.addUpdateListener(tick -> invalidate());
    }

    @Override
    protected void onAttachedToWindow() {
        super.onAttachedToWindow();
        animator.start();
    }

    @Override
    protected void onDetachedFromWindow() {
        animator.cancel();
        super.onDetachedFromWindow();
    }

    @Override
    protected void onDraw(Canvas canvas) {
        float radius = getHeight() / 11f;
        float gap = radius * 3.4f;
        float phase = animator.isRunning() ? (Float) animator.getAnimatedValue() : 0;
        for (int i = 0; i < DOTS; i++) {
            float distance = Math.abs((phase - i + DOTS + DOTS / 2f) % DOTS - DOTS / 2f);
            float strength = Math.max(DIM, 1 - distance);
            paint.setAlpha((int) (strength * 255));
            canvas.drawCircle(getWidth() / 2f + (i - 1) * gap, getHeight() / 2f, radius, paint);
        }
    }
}
